using System.Text;

namespace Rotunda.Testing;

/// <summary>Standard output or error as each test has it to itself: what runs in the flow of a test that listens goes to that test, everything else where it went before.</summary>
internal sealed class OwnConsole : TextWriter
{
    private readonly AsyncLocal<TextWriter?> _heard = new();
    private readonly TextWriter _before;

    private OwnConsole(TextWriter before) => _before = before;

    public static OwnConsole Output { get; } = Take(Console.Out, Console.SetOut);

    public static OwnConsole Error { get; } = Take(Console.Error, Console.SetError);

    public override Encoding Encoding => _before.Encoding;

    private TextWriter Now => _heard.Value ?? _before;

    /// <summary>From here on the flow that called writes into a text of its own.</summary>
    public StringWriter Listen()
    {
        var text = new StringWriter();
        // The logger writes on a thread of its own
        _heard.Value = Synchronized(text);
        return text;
    }

    public override void Write(char value) => Now.Write(value);

    public override void Write(string? value) => Now.Write(value);

    public override void Write(char[] buffer, int index, int count) => Now.Write(buffer, index, count);

    public override void Flush() => Now.Flush();

    private static OwnConsole Take(TextWriter before, Action<TextWriter> set)
    {
        var console = new OwnConsole(before);
        set(console);
        return console;
    }
}
