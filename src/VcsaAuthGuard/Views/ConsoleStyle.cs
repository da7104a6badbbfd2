using System.Management.Automation;
using System.Reflection;

namespace VcsaAuthGuard.Views;

/// <summary>
/// Colours text with the codes of $PSStyle, so that a user's own colours are kept. Text stays plain where $PSStyle does not exist
/// (Windows PowerShell 5.1), where its OutputRendering is PlainText, and with the environment variable NO_COLOR.
/// </summary>
internal static class ConsoleStyle
{
    private static readonly object? Style = typeof(PSObject).Assembly
        .GetType("System.Management.Automation.PSStyle")?
        .GetProperty("Instance", BindingFlags.Public | BindingFlags.Static)?
        .GetValue(null);

    public static string Error(string text) => Wrap(text, Code("Formatting", "Error"));

    public static string Warning(string text) => Wrap(text, Code("Formatting", "Warning"));

    public static string Success(string text) => Wrap(text, Code("Foreground", "Green"));

    private static string Wrap(string text, string? code) =>
        text.Length == 0 || string.IsNullOrEmpty(code) || !IsOn() ? text : code + text + Get(Style, "Reset");

    private static bool IsOn() =>
        Get(Style, "OutputRendering")?.ToString() != "PlainText" && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));

    private static string? Code(string group, string name) => Get(Get(Style, group), name)?.ToString();

    private static object? Get(object? item, string name) => item?.GetType().GetProperty(name)?.GetValue(item);
}
