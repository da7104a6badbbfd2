using System.Text;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Cli.Output;

/// <summary>Represents standard error. Whatever a message repeats of its input, no control character of it reaches the terminal.</summary>
/// <param name="errors">The console's own writer.</param>
internal sealed class ErrorOutput(TextWriter errors) : TextWriter(errors.FormatProvider)
{
    public override Encoding Encoding => errors.Encoding;

    public override void Write(char value) => Write(value.ToString());

    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    public override void Write(string? value) => errors.Write(Clean(value));

    public override void WriteLine() => errors.WriteLine();

    public override void WriteLine(string? value) => errors.WriteLine(Clean(value));

    public override void Flush() => errors.Flush();

    private static string Clean(string? value) => TerminalText.Lines(value?.Replace("\r\n", "\n", StringComparison.Ordinal));
}
