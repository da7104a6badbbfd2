using System.Text;

namespace VcsaAuthGuard.Cli.Output;

/// <summary>Represents the console's output, whose errors are told apart from those of other files.</summary>
/// <param name="output">The console's own writer.</param>
internal sealed class ConsoleOutput(TextWriter output) : TextWriter(output.FormatProvider)
{
    public override Encoding Encoding => output.Encoding;

    public override void Write(char value) => Guard(() => output.Write(value));

    public override void Write(string? value) => Guard(() => output.Write(value));

    public override void Write(char[] buffer, int index, int count) => Guard(() => output.Write(buffer, index, count));

    public override void WriteLine(string? value) => Guard(() => output.WriteLine(value));

    public override void Flush() => Guard(output.Flush);

    private static void Guard(Action write)
    {
        try
        {
            write();
        }
        catch (IOException e)
        {
            throw new OutputFailedException(e.Message, e);
        }
        catch (UnauthorizedAccessException e)
        {
            // A descriptor that is closed.
            throw new OutputFailedException("Standard output is closed.", e);
        }
    }
}
