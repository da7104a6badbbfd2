namespace VcsaAuthGuard.LogPlatforms;

/// <summary>Searches one platform.</summary>
internal interface IPlatformSearch : IDisposable
{
    /// <summary>Gets the connection.</summary>
    PlatformConnection Connection { get; }

    /// <summary>Starts a search. No request is sent.</summary>
    IPlatformPages Search(PlatformFilter filter);

    /// <summary>Releases the platform's resources for this search.</summary>
    Task CloseAsync();
}

/// <summary>Represents the pages of one search.</summary>
internal interface IPlatformPages
{
    /// <summary>Returns the next events, oldest first; null at the end.</summary>
    Task<IReadOnlyList<PlatformEvent>?> NextAsync(CancellationToken token);
}
