namespace VcsaAuthGuard.LogPlatforms;

/// <summary>Searches of one platform.</summary>
internal interface IPlatformSearch : IDisposable
{
    /// <summary>How requests are made.</summary>
    PlatformConnection Connection { get; }

    /// <summary>Starts a search; nothing is asked yet.</summary>
    IPlatformPages Search(PlatformFilter filter);

    /// <summary>Gives back what the platform keeps for this object.</summary>
    Task CloseAsync();
}

/// <summary>The pages of one search.</summary>
internal interface IPlatformPages
{
    /// <summary>The next events, oldest first; null at the end.</summary>
    Task<IReadOnlyList<PlatformEvent>?> NextAsync(CancellationToken token);
}
