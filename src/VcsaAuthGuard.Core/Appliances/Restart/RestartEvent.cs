namespace VcsaAuthGuard.Appliances.Restart;

/// <summary>Represents something that happened during a restart.</summary>
/// <param name="Time">When.</param>
/// <param name="Kind">What kind of thing.</param>
/// <param name="Text">What.</param>
public sealed record RestartEvent(DateTimeOffset Time, RestartEventKind Kind, string Text);
