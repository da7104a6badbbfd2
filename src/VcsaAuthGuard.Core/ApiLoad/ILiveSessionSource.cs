namespace VcsaAuthGuard.ApiLoad;

/// <summary>Lists the sessions of a running vCenter Server from time to time.</summary>
internal interface ILiveSessionSource
{
    /// <summary>Gets the sessions as they were listed last; null if they are not known. May be read by any thread.</summary>
    LiveSessions? Sessions { get; }

    /// <summary>Gets why the sessions cannot be listed; null if nothing is wrong. May be read by any thread.</summary>
    string? SessionFailure { get; }
}
