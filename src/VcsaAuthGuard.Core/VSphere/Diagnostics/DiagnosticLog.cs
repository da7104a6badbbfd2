namespace VcsaAuthGuard.VSphere.Diagnostics;

/// <summary>Represents a log that <c>DiagnosticManager</c> lists.</summary>
/// <param name="Key">The key by which it is read, such as <c>vpxd:vpxd-8.log</c>.</param>
/// <param name="FileName">The file, with or without its folder.</param>
internal sealed record DiagnosticLog(string Key, string FileName);
