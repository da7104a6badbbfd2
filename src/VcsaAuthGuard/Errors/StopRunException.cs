using System.Management.Automation;

namespace VcsaAuthGuard.Errors;

/// <summary>Ends a run from somewhere inside it with an error.</summary>
internal sealed class StopRunException(ErrorRecord error) : Exception(error.ToString(), error.Exception)
{
    public ErrorRecord Error { get; } = error;
}
