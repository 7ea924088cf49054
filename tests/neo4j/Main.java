import java.nio.file.Path;
import org.neo4j.configuration.connectors.BoltConnector;
import org.neo4j.configuration.helpers.SocketAddress;
import org.neo4j.harness.Neo4j;
import org.neo4j.harness.Neo4jBuilders;

/** A Neo4j server in a folder, on any free loopback port; prints its Bolt address and stops when its input ends (so not later than the tests). */
public class Main {
    public static void main(String[] arguments) throws Exception {
        try (Neo4j server = Neo4jBuilders.newInProcessBuilder(Path.of(arguments[0]))
                .withConfig(BoltConnector.listen_address, new SocketAddress("127.0.0.1", 0))
                .withDisabledServer()
                .build()) {
            System.out.println(server.boltURI());
            System.out.flush();
            System.in.read();
        }
    }
}
