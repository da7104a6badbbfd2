using System.Management.Automation;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Errors;

/// <summary>Writes an error that many inputs have in common once; the others are counted.</summary>
internal sealed class RepeatedErrors(Cmdlet cmdlet)
{
    private readonly Dictionary<(string Id, string Key), (string Message, long Count)> _counts = [];

    /// <summary>Writes the error unless one with the same id and message was written before.</summary>
    public void Write(ErrorRecord error) => Write(error, MessageOf(error));

    /// <summary>Writes the error unless one with the same id and key was written before.</summary>
    public void Write(ErrorRecord error, string key)
    {
        string message = TerminalText.Lines(MessageOf(error));
        (string, string) same = (error.FullyQualifiedErrorId, key);
        bool isKnown = _counts.TryGetValue(same, out (string Message, long Count) known);
        _counts[same] = (isKnown ? known.Message : message, known.Count + 1);
        if (!isKnown)
        {
            cmdlet.WriteError(error);
        }
    }

    private static string MessageOf(ErrorRecord error) => error.ErrorDetails?.Message ?? error.Exception.Message;

    /// <summary>Writes a warning for each error that occurred again.</summary>
    public void Complete()
    {
        foreach ((string message, long count) in _counts.Values.Where(error => error.Count > 1))
        {
            cmdlet.WriteWarning(FormattableString.Invariant($"The same error occurred for {count} inputs: {message}"));
        }

        _counts.Clear();
    }
}
