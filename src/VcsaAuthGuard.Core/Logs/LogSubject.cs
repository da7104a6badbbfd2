namespace VcsaAuthGuard.Logs;

/// <summary>
/// Represents what a log is about that contains neither refused calls nor sessions of vCenter Server: the log of a host, or of another
/// service of the appliance.
/// </summary>
/// <param name="Name">The name with its article, for messages.</param>
/// <param name="Shows">What the log can show.</param>
internal sealed record LogSubject(string Name, string Shows);
