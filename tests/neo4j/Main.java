import java.nio.file.Path;
import java.time.Duration;
import org.neo4j.configuration.GraphDatabaseInternalSettings;
import org.neo4j.configuration.GraphDatabaseSettings;
import org.neo4j.configuration.connectors.BoltConnector;
import org.neo4j.configuration.connectors.HttpConnector;
import org.neo4j.configuration.helpers.SocketAddress;
import org.neo4j.harness.Neo4j;
import org.neo4j.harness.Neo4jBuilder;
import org.neo4j.harness.Neo4jBuilders;
import org.neo4j.server.configuration.ServerSettings;

/**
 * A Neo4j server in a folder, on any free loopback port; prints its Bolt address and stops when its input ends (so not later than the tests).
 * After the folder may stand what Browser runs when it has connected: then Browser is served, and its HTTP address is printed as a second line.
 * A statement is planned once, not again when a test has changed the data or a parameter is longer: planning takes half a second each time, which was
 * most of the processor time of the tests. The rows do not depend on it.
 */
public class Main {
    public static void main(String[] arguments) throws Exception {
        Neo4jBuilder builder = Neo4jBuilders.newInProcessBuilder(Path.of(arguments[0]))
                .withConfig(BoltConnector.listen_address, new SocketAddress("127.0.0.1", 0))
                .withConfig(GraphDatabaseSettings.query_statistics_divergence_threshold, 1.0)
                .withConfig(GraphDatabaseSettings.cypher_min_replan_interval, Duration.ofDays(1))
                .withConfig(GraphDatabaseInternalSettings.cypher_size_hint_parameters, false);
        boolean browser = arguments.length > 1;
        builder = browser
                ? builder.withConfig(HttpConnector.listen_address, new SocketAddress("127.0.0.1", 0))
                        .withConfig(ServerSettings.browser_remote_content_hostname_whitelist, "localhost,127.0.0.1")
                        .withConfig(ServerSettings.browser_post_connect_cmd, arguments[1])
                : builder.withDisabledServer();
        try (Neo4j server = builder.build()) {
            System.out.println(server.boltURI());
            if (browser) {
                System.out.println(server.httpURI());
            }
            System.out.flush();
            System.in.read();
        }
    }
}
