using System.Text;
using VcsaAuthGuard.Cli.Errors;
using VcsaAuthGuard.Files;

namespace VcsaAuthGuard.Cli.Output;

/// <summary>Writes the whole text of a command to standard output or to the file of its option <c>--out</c>.</summary>
internal static class TextOutput
{
    /// <summary>Writes a text and returns the exit code.</summary>
    /// <param name="text">The text.</param>
    /// <param name="file">The file; null for standard output.</param>
    public static int Write(string text, string? file) => Run(() =>
    {
        if (file is not null)
        {
            AtomicFile.Write(file, text);
            return;
        }

        using Stream output = StandardOutput.Open();
        output.Write(Encoding.UTF8.GetBytes(text));
    });

    /// <summary>Writes output and returns the exit code; a failure is a sentence.</summary>
    public static int Run(Action write)
    {
        try
        {
            write();
            return ExitCode.Success;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            Console.Error.WriteLine($"The output could not be written: {e.Message}");
            return ExitCode.OutputFailed;
        }
    }
}
