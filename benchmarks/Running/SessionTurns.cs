using System.Text.Json;

namespace VcsaAuthGuard.Benchmarks.Running;

/// <summary>One way of doing the work, once.</summary>
/// <param name="Seconds">How long it took, first login to last logout.</param>
/// <param name="Logins">Logins, as the simulator counted them.</param>
/// <param name="Peak">The most sessions there were at once.</param>
/// <param name="Left">Sessions that are still there.</param>
/// <param name="Done">Items that were done.</param>
internal sealed record SessionTurn(double Seconds, long Logins, long Peak, long Left, long Done);

/// <summary>Gets the result of Measure-Sessions.ps1, turn by turn; null where the simulator is missing.</summary>
/// <param name="Module">In one session, by this module.</param>
/// <param name="Single">In one session, without it.</param>
/// <param name="Each">A login and a logout for each item.</param>
/// <param name="Leak">A login for each item, and no logout.</param>
internal sealed record SessionTurns(SessionTurn[]? Module, SessionTurn[]? Single, SessionTurn[]? Each, SessionTurn[]? Leak)
{
    public static SessionTurns Measure(string pwsh, params string[] arguments) =>
        JsonSerializer.Deserialize<SessionTurns>(PwshPair.Run(pwsh, "Measure-Sessions.ps1", arguments))!;
}
