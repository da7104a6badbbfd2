namespace VcsaAuthGuard.Appliances.Services;

/// <summary>What a step answered.</summary>
/// <param name="ExitCode">Its exit code (of service-control, or the HTTP status); null where there is none.</param>
/// <param name="Output">What it printed.</param>
public sealed record StepAnswer(int? ExitCode, string Output);
