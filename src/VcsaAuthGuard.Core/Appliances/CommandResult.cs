namespace VcsaAuthGuard.Appliances;

/// <summary>Represents the result of a command on an appliance.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">What it wrote, without the login banner.</param>
/// <param name="Error">What it wrote as errors.</param>
/// <param name="Duration">How long it took, from here.</param>
public sealed record CommandResult(int ExitCode, string Output, string Error, TimeSpan Duration);
