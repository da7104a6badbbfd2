namespace VcsaAuthGuard.LogPlatforms;

/// <summary>Searches one platform.</summary>
internal interface IPlatformSearch : IDisposable
{
    /// <summary>Gets the connection.</summary>
    PlatformConnection Connection { get; }

    /// <summary>Starts a search. Sends nothing yet.</summary>
    IPlatformPages Search(PlatformFilter filter);

    /// <summary>Releases what the platform keeps for this object.</summary>
    Task CloseAsync();
}

/// <summary>Represents the pages of one search.</summary>
internal interface IPlatformPages
{
    /// <summary>Returns the next events, oldest first; null at the end.</summary>
    Task<IReadOnlyList<PlatformEvent>?> NextAsync(CancellationToken token);
}
