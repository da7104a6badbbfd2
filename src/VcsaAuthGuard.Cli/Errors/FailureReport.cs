using VcsaAuthGuard.Cli.Output;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Cli.Errors;

/// <summary>Turns any exception that a command does not expect into a sentence and an exit code.</summary>
internal static class FailureReport
{
    private const int MaxMessage = 300;

    /// <summary>Runs a command.</summary>
    /// <param name="command">The command; returns its exit code.</param>
    /// <param name="errors">Receives the sentence.</param>
    public static int Run(Func<int> command, TextWriter errors)
    {
        try
        {
            return command();
        }
        catch (OutputFailedException e)
        {
            TryWrite(errors, $"The output could not be written: {e.Message}");
            return ExitCode.OutputFailed;
        }
        catch (Exception e)
        {
            TryWrite(errors, Sentence(e));
            return ExitCode.Failed;
        }
    }

    private static string Sentence(Exception exception)
    {
        Exception cause = exception;
        while (cause is InvalidOperationException or AggregateException && cause.InnerException is Exception inner)
        {
            cause = inner;
        }

        if (cause is OutOfMemoryException)
        {
            return "There is not enough memory for this input. Read fewer logs at a time.";
        }

        string message = TerminalText.OneLine(cause.Message);
        message = message.Length > MaxMessage ? message[..MaxMessage] + "…" : message;
        return $"The program failed: {message.TrimEnd('.')} ({cause.GetType().Name}). This is an error of the program; please report it.";
    }

    private static void TryWrite(TextWriter errors, string sentence)
    {
        try
        {
            errors.WriteLine(sentence);
        }
        catch (IOException)
        {
            // Nobody reads errors.
        }
    }
}
