"""The command line's Chinese face: help and usage errors of click in the words of its users.

Imports nothing but click, for ``dutygraph --help`` must answer at once.
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import Any

import click

_HEADINGS = {"Options": "选项", "Commands": "命令"}
_HELP = "显示这段说明并退出。"


class Formatter(click.HelpFormatter):
    """Writes the fixed words of a help text in Chinese."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write the usage line."""
        super().write_usage(prog, args, prefix or "用法：")

    def write_heading(self, heading: str) -> None:
        """Write a heading."""
        self.write(f"{'':>{self.current_indent}}{_HEADINGS.get(heading, heading)}：\n")


class Context(click.Context):
    """Uses :class:`Formatter`."""

    formatter_class = Formatter


class Command(click.Command):
    """A command whose help ends with examples, command lines that can be pasted."""

    context_class = Context

    def __init__(self, *args: Any, example: str = "", **options: Any) -> None:
        """Take the example lines beside click's own arguments."""
        super().__init__(*args, **options)
        self.options_metavar = "[选项]"
        self.example = example

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return --help, explained in Chinese."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = _HELP
        return option

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the example."""
        del ctx
        with formatter.section("例"):
            formatter.write("".join(f"  {line.strip()}\n" for line in self.example.splitlines()))


class Group(Command, click.Group):
    """A group of such commands, listed in the order they were written."""

    command_class = Command
    group_class = type

    def __init__(self, *args: Any, **options: Any) -> None:
        """Take what a command takes."""
        super().__init__(*args, **options)
        self.subcommand_metavar = "命令 …"

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of work, not of the alphabet."""
        del ctx
        return list(self.commands)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, or say which ones come near."""
        name = args[0]
        if name not in self.commands and not name.startswith("-"):
            near = get_close_matches(name, self.commands)
            hint = f"；相近的有 {'、'.join(near)}" if near else ""
            raise click.UsageError(f"没有命令 {name}{hint}", ctx)
        return super().resolve_command(ctx, args)


def usage_error(error: click.ClickException) -> str:
    """Return a mistake in the command line as one Chinese sentence."""
    match error:
        case click.NoSuchOption():
            near = f"；相近的有 {'、'.join(error.possibilities)}" if error.possibilities else ""
            said = f"没有选项 {error.option_name}{near}"
        case click.MissingParameter():
            said = f"缺少{_named(error)}"
        case click.BadParameter():
            said = f"{_named(error)} 应为{_expected(error).strip()}"
        case click.BadOptionUsage():
            said = f"选项 {error.option_name} 缺少取值"
        case _:
            said = error.message.rstrip("。")
    context = error.ctx if isinstance(error, click.UsageError) else None
    return f"{said}。用法见 {context.command_path if context else 'dutygraph'} --help。"


def _named(error: click.BadParameter) -> str:
    if isinstance(error.param, click.Option):
        return f"选项 {error.param.opts[-1]}"
    if error.param is not None:
        return f"参数 {error.param.metavar or (error.param.name or '').upper()}"
    return "参数"


def _expected(error: click.BadParameter) -> str:
    match error.param.type if error.param else None:
        case click.Choice() as choice:
            return f" {'、'.join(str(each) for each in choice.choices)} 之一"
        case click.IntRange() | click.FloatRange() as number:
            return f" {number.min} 到 {number.max} 的数"
        case _:
            return error.message
