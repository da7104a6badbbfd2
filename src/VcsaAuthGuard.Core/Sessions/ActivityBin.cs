namespace VcsaAuthGuard.Sessions;

/// <summary>What was done in some minutes.</summary>
/// <param name="Index">Which: minutes since the year 1, divided by the bins' width.</param>
/// <param name="Logins">Logins.</param>
/// <param name="Calls">Calls.</param>
internal readonly record struct ActivityBin(int Index, int Logins, int Calls);
