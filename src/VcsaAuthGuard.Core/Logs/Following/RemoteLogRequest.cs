namespace VcsaAuthGuard.Logs.Following;

/// <summary>What is wanted of logs on another machine.</summary>
/// <param name="Known">Logs that were read before, in the order of their numbers in what is sent.</param>
/// <param name="FromEnd">Whether logs that are there already and are not known are passed over.</param>
/// <param name="Words">What entries of interest hold, one of these.</param>
public sealed record RemoteLogRequest(IReadOnlyList<RemoteLogPosition> Known, bool FromEnd, IReadOnlyList<string> Words);
