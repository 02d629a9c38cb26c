package dev.countersign.desktop.audit;

import dev.countersign.proof.log.Frontier;
import dev.countersign.proof.log.MissingNodeException;
import dev.countersign.proof.log.TreeHash;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The nodes above whole blocks, recomputed from the blocks' own. */
final class UpperNodes {
  private UpperNodes() {}

  /** The first node above the blocks that is not as it must be, if there is one. */
  static Optional<Finding> fault(Connection db, int height, long blocks) throws SQLException {
    AuditRows rows = new AuditRows(db);
    Frontier frontier = Frontier.empty();
    try (NodeStreams nodes = new NodeStreams(db, 0)) {
      for (long block = 0; block < blocks; block++) {
        TreeHash root = root(rows, height, block);
        List<Node> completed = new ArrayList<>();
        frontier =
            frontier.append(
                root, (level, index, hash) -> completed.add(new Node(level, index, hash)));
        for (Node node : completed) {
          int level = height + node.level();
          if (node.level() > 0 && !nodes.nextIs(level, node.index(), node.hash())) {
            long last = ((block + 1) << height) - 1;
            return Optional.of(LogScan.wrongNode(level, node.index(), last));
          }
        }
      }
    }
    return Optional.empty();
  }

  private static TreeHash root(AuditRows rows, int height, long block) throws SQLException {
    return rows.node(height, block).orElseThrow(() -> new MissingNodeException(height, block));
  }

  private record Node(int level, long index, TreeHash hash) {}
}
