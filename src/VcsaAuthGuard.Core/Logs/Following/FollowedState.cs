namespace VcsaAuthGuard.Logs.Following;

/// <summary>Represents how far an earlier run has read the logs of one folder.</summary>
/// <param name="Positions">The position in each log, oldest log first.</param>
/// <param name="NamesSkipped">Whether the positions name the logs that were skipped, too.</param>
internal sealed record FollowedState(IReadOnlyList<LogPosition> Positions, bool NamesSkipped);
