using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Html;
using QRCoder;

namespace Rotunda.Modules.Shared.Parts;

/// <summary>Draws QR codes as one SVG path.</summary>
public static class QrCodes
{
    /// <summary>A code of an address, with the quiet zone that ISO/IEC 18004 asks for; it takes the colour of the text.</summary>
    public static IHtmlContent Svg(string address)
    {
        using var generator = new QRCodeGenerator();
        using var code = generator.CreateQrCode(address, QRCodeGenerator.ECCLevel.M);
        var modules = code.ModuleMatrix;
        var path = new StringBuilder();
        for (var y = 0; y < modules.Count; y++)
        {
            for (var x = 0; x < modules.Count; x++)
            {
                if (!modules[y][x]) continue;
                var start = x;
                while (x + 1 < modules.Count && modules[y][x + 1]) x++;
                path.Append(CultureInfo.InvariantCulture, $"M{start} {y}h{x - start + 1}v1h-{x - start + 1}z");
            }
        }

        return new HtmlString(string.Create(CultureInfo.InvariantCulture,
            $"<svg viewBox=\"0 0 {modules.Count} {modules.Count}\" shape-rendering=\"crispEdges\" aria-hidden=\"true\"><path d=\"{path}\"/></svg>"));
    }
}
