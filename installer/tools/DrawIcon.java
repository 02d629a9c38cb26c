import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Path2D;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import javax.imageio.ImageIO;

/** Draws the icon of {@code linux/countersign.svg} as a PNG: {@code java DrawIcon.java SIZE FILE}, SIZE in pixels. */
final class DrawIcon {
  private static final double VIEW_BOX = 256;

  private DrawIcon() {}

  public static void main(String[] arguments) throws IOException {
    int size = Integer.parseInt(arguments[0]);
    BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_INT_ARGB);
    Graphics2D pen = image.createGraphics();
    pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    pen.scale(size / VIEW_BOX, size / VIEW_BOX);
    pen.setColor(new Color(0x1f3a5f));
    pen.fill(new RoundRectangle2D.Double(16, 16, 224, 224, 96, 96));
    pen.setStroke(new BasicStroke(22, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    tick(pen, 60, new Color(0x8fb3d9));
    tick(pen, 104, Color.WHITE);
    pen.dispose();
    ImageIO.write(image, "png", new File(arguments[1]));
  }

  private static void tick(Graphics2D pen, double left, Color color) {
    Path2D path = new Path2D.Double();
    path.moveTo(left, 132);
    path.lineTo(left + 40, 172);
    path.lineTo(left + 104, 92);
    pen.setColor(color);
    pen.draw(path);
  }
}
