using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using Rotunda.Modules.Translation.Interchange.Xliff;
using Rotunda.Modules.Translation.Interchange.Xml;

namespace Rotunda.CommandLine;

/// <summary>Work on XLIFF files; it needs neither host nor database.</summary>
internal static class XliffCommands
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private sealed record Verdict(string File, bool Accepted, int? Line, string? Reason);

    public static Command Xliff(ProgramOptions options) => new("xliff", "Works on XLIFF files.") { Validate(options) };

    private static Command Validate(ProgramOptions options)
    {
        var files = new Argument<string[]>("files") { Description = "XLIFF 2.0 or 2.1 files.", Arity = ArgumentArity.OneOrMore };
        var command = new Command("validate", "Says of each file whether it holds to XLIFF 2.1, and if not, where and why.") { files };
        command.SetAction(parsed =>
        {
            var allHold = true;
            foreach (var file in parsed.GetValue(files)!)
            {
                var fault = Check(file);
                allHold &= fault is null;
                Console.WriteLine(options.IsJson(parsed) ? JsonSerializer.Serialize(new Verdict(file, fault is null, fault?.Line, fault?.Reason), Json)
                    : fault is null ? $"{file}: accepted" : $"{file}, line {fault.Line}: {fault.Reason}");
            }

            return allHold ? 0 : RotundaCommands.Faulty;
        });
        return command;
    }

    private static FileFault? Check(string file)
    {
        if (!File.Exists(file)) return new FileFault(1, "There is no such file.");
        using var stream = File.OpenRead(file);
        return XliffReader.Check(stream);
    }
}
