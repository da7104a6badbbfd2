namespace VcsaAuthGuard.Appliances.Services;

/// <summary>Represents the result of a step.</summary>
/// <param name="ExitCode">Its exit code (of service-control, or the HTTP status); null where there is none.</param>
/// <param name="Output">What it printed.</param>
public sealed record StepResult(int? ExitCode, string Output);
