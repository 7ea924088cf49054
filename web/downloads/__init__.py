"""Files that an office takes away: the register of tasks as a workbook, the dates as a calendar."""
