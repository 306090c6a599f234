using Rotunda.Data;
using Rotunda.Data.Values;
using Rotunda.Modules.Media.Images;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Contributions;
using Rotunda.Modules.Shared.Languages;

namespace Rotunda.Demo.Seeds;

/// <summary>The demonstration's own picture, which an article shows. Stands before the articles.</summary>
internal sealed class EmblemSeed(ImageOperations images, RenditionMaking making, SiteLanguages languages) : IDemonstrationSeeder
{
    public int Order => 5;

    public async Task SeedAsync(RotundaDb db, CancellationToken cancellationToken)
    {
        var (image, fault) = await images.TakeAsync(db, Viewer.Program, Emblem.Draw(), "emblem.png", cancellationToken, isDemonstration: true, isRenderedLater: false);
        if (image is null) throw new DemonstrationFaultException([fault!]);
        image.Alternative = LocalizedText.Of(
            ("en", "A round hall seen from above: fifteen red columns on the left, fifteen blue ones on the right, and an open ring in the middle."),
            ("zh", "圆形大厅的俯视图：左侧十五根红色立柱，右侧十五根蓝色立柱，中央是一个开口圆环。"),
            ("ru", "Круглый зал, вид сверху: слева пятнадцать красных колонн, справа пятнадцать синих, в центре — незамкнутое кольцо."));
        image.Caption = LocalizedText.Of(
            ("en", "Thirty founders, one hall without a head seat. Drawn for this demonstration."),
            ("zh", "三十所创始院校，一座没有首席的圆厅。为本演示绘制。"),
            ("ru", "Тридцать основателей и зал, в котором нет главного места. Рисунок сделан для этой демонстрации."));
        image.Renditions.AddRange(await making.MakeAsync(db, image, cancellationToken));
        image.CountLacking(languages.All.Select(language => language.Code));
    }
}
