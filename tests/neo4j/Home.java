import java.nio.file.Path;
import org.neo4j.configuration.connectors.BoltConnector;
import org.neo4j.configuration.connectors.ConnectorPortRegister;
import org.neo4j.configuration.helpers.SocketAddress;
import org.neo4j.dbms.api.DatabaseManagementServiceBuilder;
import org.neo4j.kernel.internal.GraphDatabaseAPI;

/** A Neo4j server over a home folder that keeps its data, on any free loopback port; prints its Bolt address and stops when its input ends. */
public class Home {
    public static void main(String[] arguments) throws Exception {
        var service = new DatabaseManagementServiceBuilder(Path.of(arguments[0]))
                .setConfig(BoltConnector.enabled, true)
                .setConfig(BoltConnector.listen_address, new SocketAddress("127.0.0.1", 0))
                .build();
        var ports = ((GraphDatabaseAPI) service.database("neo4j")).getDependencyResolver().resolveDependency(ConnectorPortRegister.class);
        System.out.println("bolt://" + ports.getLocalAddress(org.neo4j.configuration.connectors.ConnectorType.BOLT));
        System.out.flush();
        System.in.read();
        service.shutdown();
    }
}
