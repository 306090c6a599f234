using Microsoft.Playwright;
using Rotunda.Testing;

namespace Rotunda.Browser.Tests;

/// <summary>
/// Where the walk's pictures go: to <c>docs/screenshots</c> when the environment variable ROTUNDA_SCREENSHOTS is 1, else to a temporary
/// folder that is removed again, so that taking them is tested and the work tree stays as it was.
/// </summary>
public sealed class Pictures : IDisposable
{
    private readonly bool _areKept;
    private readonly string _folder;

    public Pictures(bool mayBeKept)
    {
        _areKept = mayBeKept && Environment.GetEnvironmentVariable("ROTUNDA_SCREENSHOTS") == "1";
        _folder = _areKept ? Directory.CreateDirectory(Repository.PathOf("docs", "screenshots")).FullName : Directory.CreateTempSubdirectory("rotunda-pictures-").FullName;
    }

    /// <summary>Takes a picture of what the window shows, or of the whole page.</summary>
    public Task TakeAsync(Tab tab, string name, bool isWhole = false) => tab.Page.ScreenshotAsync(new()
    {
        Path = Path.Combine(_folder, name + ".png"), FullPage = isWhole, Animations = ScreenshotAnimations.Disabled, Caret = ScreenshotCaret.Hide,
    });

    public void Dispose()
    {
        if (!_areKept) Directory.Delete(_folder, recursive: true);
    }
}
