using VcsaAuthGuard.Logs;

namespace VcsaAuthGuard.ApiLoad.Events;

/// <summary>Recognizes a refused sign-on that two logs report.</summary>
internal sealed class SignOnRefusals
{
    private readonly RepeatedSignOns _repeated = new();

    /// <summary>Adds an event; returns true if another log reported it.</summary>
    public bool IsRepetition(ClientEvent found) =>
        found is { Origin: ClientEventOrigin.SignOn, Log: string log, Time: DateTimeOffset time }
        && _repeated.IsRepetition(found.Client.User, found.Client.Address, time, log);
}
