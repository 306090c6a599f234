using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Rotunda.Modules.Media.Images;

/// <summary>
/// libvips' command line (Debian: libvips-tools) as a child process with bounds on time and memory. Optional: without it pictures are served
/// as they came, verified and stripped.
/// </summary>
public sealed class Vips(ILogger<Vips> logger)
{
    private const string Program = "vips";
    private const int MostMemoryInKilobytes = 2_000_000;
    private const int MostProcessorSeconds = 30;

    /// <summary>A picture that is damaged gives no rendition, rather than half of one.</summary>
    private static readonly string[] Strict = ["--fail-on", "error"];

    /// <summary>Of what the program says, in characters: it may complain about every row.</summary>
    private const int MostOfReason = 300;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Lazy<bool> _isThere = new(() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Any(folder => File.Exists(Path.Combine(folder, Program))));

    /// <summary>True where the program is installed.</summary>
    public bool IsThere => _isThere.Value;

    /// <summary>Writes a narrower WebP of the whole picture, turned upright, without metadata.</summary>
    /// <returns>False when the picture cannot be decoded within the bounds.</returns>
    public Task<bool> ShrinkAsync(string source, string target, int width, CancellationToken cancellationToken) =>
        RunAsync(["thumbnail", source, $"{target}[Q=80,strip]", Number(width), "--height", "100000", "--size", "down", .. Strict], cancellationToken);

    /// <summary>Writes a WebP of exactly this size, cut around the focus.</summary>
    /// <param name="image">Whose focus counts.</param>
    /// <param name="source">The original.</param>
    /// <param name="target">Where to.</param>
    /// <param name="width">In points.</param>
    /// <param name="height">In points.</param>
    /// <param name="cancellationToken">Ends the child.</param>
    public async Task<bool> CropAsync(Image image, string source, string target, int width, int height, CancellationToken cancellationToken)
    {
        var (cover, left, top) = Window(image, width, height);
        var whole = target + ".whole.png";
        try
        {
            return await RunAsync(["thumbnail", source, $"{whole}[compression=1,strip]", Number(cover.Width), "--height", Number(cover.Height), "--size", "force", .. Strict], cancellationToken)
                && await RunAsync(["crop", whole, $"{target}[Q=80,strip]", Number(left), Number(top), Number(width), Number(height)], cancellationToken);
        }
        finally
        {
            File.Delete(whole);
        }
    }

    /// <summary>The size at which the picture just covers a frame, and where the frame lies on it so that the focus is as near to its middle as can be.</summary>
    internal static ((int Width, int Height) Cover, int Left, int Top) Window(Image image, int width, int height)
    {
        var scale = Math.Max((double)width / image.Width, (double)height / image.Height);
        var cover = (Width: Math.Max(width, (int)Math.Round(image.Width * scale)), Height: Math.Max(height, (int)Math.Round(image.Height * scale)));
        return (cover, Place(cover.Width, width, image.FocusX), Place(cover.Height, height, image.FocusY));

        static int Place(int whole, int part, int focus) => Math.Clamp((int)Math.Round((whole * focus / 1000.0) - (part / 2.0)), 0, whole - part);
    }

    private async Task<bool> RunAsync(string[] arguments, CancellationToken cancellationToken)
    {
        if (!IsThere) return false;
        var start = new ProcessStartInfo("/bin/sh") { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true, RedirectStandardInput = true };
        // The shell only sets the bounds; names of files reach the program as arguments and are never read as commands
        foreach (var argument in (string[])["-c", $"ulimit -v {MostMemoryInKilobytes}; ulimit -t {MostProcessorSeconds}; exec \"$@\"", "sh", Program, .. arguments]) start.ArgumentList.Add(argument);
        start.Environment["VIPS_BLOCK_UNTRUSTED"] = "1";
        start.Environment["VIPS_CONCURRENCY"] = "1";
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            using var process = Process.Start(start)!;
            process.StandardInput.Close();
            try
            {
                var (error, _) = (process.StandardError.ReadToEndAsync(patience.Token), process.StandardOutput.ReadToEndAsync(patience.Token));
                await process.WaitForExitAsync(patience.Token);
                if (process.ExitCode == 0) return true;
                var reason = (await error).Trim();
                logger.LogInformation("vips could not make a rendition: {Reason}", reason.Length > MostOfReason ? reason[..MostOfReason] : reason);
                return false;
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                cancellationToken.ThrowIfCancellationRequested();
                logger.LogWarning("vips took longer than {Patience} and was ended", Patience);
                return false;
            }
        }
        catch (Win32Exception error)
        {
            logger.LogWarning(error, "vips cannot be started");
            return false;
        }
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
