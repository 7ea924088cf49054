import java.nio.file.Path;
import org.neo4j.configuration.GraphDatabaseSettings;
import org.neo4j.configuration.connectors.BoltConnector;
import org.neo4j.configuration.helpers.SocketAddress;
import org.neo4j.configuration.ssl.ClientAuth;
import org.neo4j.configuration.ssl.SslPolicyConfig;
import org.neo4j.configuration.ssl.SslPolicyScope;
import org.neo4j.dbms.api.DatabaseManagementService;
import org.neo4j.dbms.api.DatabaseManagementServiceBuilder;

/**
 * A Neo4j server that takes encrypted connections only: Secured FOLDER CERTIFICATES PASSWORD PORT, on a loopback port, with the private.key and
 * public.crt of a folder, asking the user neo4j for the password. (The harness would bring a certificate of its own.)
 */
public class Secured {
    public static void main(String[] arguments) throws Exception {
        SocketAddress address = new SocketAddress("127.0.0.1", Integer.parseInt(arguments[3]));
        SslPolicyConfig policy = SslPolicyConfig.forScope(SslPolicyScope.BOLT);
        DatabaseManagementService server = new DatabaseManagementServiceBuilder(Path.of(arguments[0]))
                .setConfig(BoltConnector.enabled, true)
                .setConfig(BoltConnector.listen_address, address)
                .setConfig(BoltConnector.advertised_address, address)
                .setConfig(BoltConnector.encryption_level, BoltConnector.EncryptionLevel.REQUIRED)
                .setConfig(policy.enabled, true)
                .setConfig(policy.base_directory, Path.of(arguments[1]))
                .setConfig(policy.private_key, Path.of("private.key"))
                .setConfig(policy.public_certificate, Path.of("public.crt"))
                .setConfig(policy.client_auth, ClientAuth.NONE)
                .setConfig(GraphDatabaseSettings.auth_enabled, true)
                .build();
        server.database("system").executeTransactionally("ALTER USER neo4j SET PASSWORD '" + arguments[2] + "' CHANGE NOT REQUIRED");
        System.out.println("bolt://" + address);
        System.out.flush();
        System.in.read();
        server.shutdown();
    }
}
