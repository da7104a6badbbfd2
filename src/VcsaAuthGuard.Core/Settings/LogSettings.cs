namespace VcsaAuthGuard.Settings;

/// <summary>Represents logs on this machine in a settings file.</summary>
/// <param name="Path">The folder or the log.</param>
/// <param name="Server">The name of the vCenter Server that they are from; null to use the folder.</param>
public sealed record LogSettings(string Path, string? Server);
