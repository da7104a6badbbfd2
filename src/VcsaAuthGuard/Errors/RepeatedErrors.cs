using System.Management.Automation;

namespace VcsaAuthGuard.Errors;

/// <summary>Writes an error that many inputs have in common once; the others are counted.</summary>
internal sealed class RepeatedErrors(Cmdlet cmdlet)
{
    private readonly Dictionary<(string Id, string Message), long> _counts = [];

    /// <summary>Writes the error unless the same was written before.</summary>
    public void Write(ErrorRecord error)
    {
        (string, string) key = (error.FullyQualifiedErrorId, error.ErrorDetails?.Message ?? error.Exception.Message);
        _counts.TryGetValue(key, out long count);
        _counts[key] = count + 1;
        if (count == 0)
        {
            cmdlet.WriteError(error);
        }
    }

    /// <summary>Writes a warning for each error that occurred again.</summary>
    public void Complete()
    {
        foreach (KeyValuePair<(string Id, string Message), long> error in _counts.Where(error => error.Value > 1))
        {
            cmdlet.WriteWarning(FormattableString.Invariant($"The same error occurred for {error.Value} inputs: {error.Key.Message}"));
        }

        _counts.Clear();
    }
}
