using System.Globalization;
using System.Xml.Linq;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.VSphere;

/// <summary>Represents a task of a vCenter Server that runs or waits to run.</summary>
public sealed class RunningTask
{
    private static readonly string[] Protected = ["backup", "snapshot", "consolidate"];

    private readonly string _text;

    private RunningTask(string text, string name)
    {
        _text = text;
        IsProtected = IsProtectedName(name);
    }

    /// <summary>Gets a value indicating whether it is a backup or works on a snapshot, which a restart must not interrupt.</summary>
    public bool IsProtected { get; }

    /// <summary>Determines whether the name or the description of a task is that of a backup or of work on a snapshot.</summary>
    /// <param name="name">The name or the description, such as CreateSnapshot_Task.</param>
    public static bool IsProtectedName(string name) =>
        Array.Exists(
            Protected, word => CultureInfo.InvariantCulture.CompareInfo.IndexOf(name, word, CompareOptions.OrdinalIgnoreCase) >= 0);

    /// <summary>Returns the name of the task, its object, its key, its state and its progress.</summary>
    public override string ToString() => _text;

    /// <summary>Reads a task from its <c>TaskInfo</c>; returns null when it has ended.</summary>
    internal static RunningTask? Read(XElement info)
    {
        if (SoapXml.Text(info, "state") is not ("running" or "queued"))
        {
            return null;
        }

        string id = SoapXml.Text(info, "descriptionId") ?? "";
        string method = SoapXml.Text(info, "name") ?? "";
        string? message = SoapXml.Child(info, "description") is XElement description ? SoapXml.Text(description, "message") : null;
        string name = Array.Find([message, id, method], text => !string.IsNullOrEmpty(text)) ?? "a task";
        string entity = SoapXml.Text(info, "entityName") is { Length: > 0 } target ? $" of {target}" : "";
        string progress = SoapXml.Text(info, "progress") is { Length: > 0 } percent ? $", {percent} %" : "";
        string text = $"{name}{entity} ({SoapXml.Text(info, "key")}, {SoapXml.Text(info, "state")}{progress})";
        return new(TerminalText.OneLine(text), $"{name} {id} {method}");
    }
}
