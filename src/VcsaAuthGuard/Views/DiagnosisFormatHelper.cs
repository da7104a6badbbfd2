using System.Management.Automation;
using System.Runtime.CompilerServices;
using VcsaAuthGuard.Binding;
using VcsaAuthGuard.Diagnosis;

namespace VcsaAuthGuard.Views;

/// <summary>Formats values for the views of Diagnosis.Format.ps1xml; not meant to be called otherwise.</summary>
[System.ComponentModel.EditorBrowsable(System.ComponentModel.EditorBrowsableState.Never)]
public static class DiagnosisFormatHelper
{
    private const int Narrowest = 60;
    private const int Widest = 120;

    /// <summary>The tables that are shown before a diagnosis, the first of several.</summary>
    private static readonly ConditionalWeakTable<VcsaDiagnosis, DiagnosisOverview> Overviews = new();

    /// <summary>Shows a table of all diagnoses of a call before the first of them.</summary>
    internal static void AddOverview(IReadOnlyList<VcsaDiagnosis> diagnoses)
    {
        DiagnosisOverview overview = new();
        foreach (VcsaDiagnosis diagnosis in diagnoses)
        {
            overview.Add(diagnosis);
        }

        Overviews.Add(diagnoses[0], overview);
    }

    /// <summary>Returns a diagnosis as prose.</summary>
    /// <param name="diagnosis">A VcsaDiagnosis.</param>
    /// <param name="width">The terminal's width; 0 if there is none.</param>
    public static string Text(object? diagnosis, int width) => Text(diagnosis, width, isDetailed: false);

    /// <summary>Returns a diagnosis with all evidence, the reason of each remedy and what to collect.</summary>
    /// <param name="diagnosis">A VcsaDiagnosis.</param>
    /// <param name="width">The terminal's width; 0 if there is none.</param>
    public static string DetailedText(object? diagnosis, int width) => Text(diagnosis, width, isDetailed: true);

    private static string Text(object? diagnosis, int width, bool isDetailed)
    {
        if ((diagnosis is PSObject wrapped ? wrapped.BaseObject : diagnosis) is not VcsaDiagnosis value)
        {
            return FormatHelper.Line(DiagnosisInput.TryRead(PSObject.AsPSObject(diagnosis ?? ""))?.Summary);
        }

        int shown = Math.Min(Widest, Math.Max(Narrowest, width - 1));
        string newLine = Environment.NewLine;
        string table = Overviews.TryGetValue(value, out DiagnosisOverview? overview)
            ? string.Join(newLine, overview.Lines(shown)) + newLine + newLine
            : "";
        return table + Colour(value.Verdict, string.Join(newLine, DiagnosisText.Lines(value, shown, isDetailed))) + newLine;
    }

    /// <summary>Returns the text with its verdict, which ends before the confidence, in colour.</summary>
    private static string Colour(DiagnosisVerdict verdict, string text)
    {
        int end = text.IndexOfAny(['(', '\r', '\n']);
        string title = (end < 0 ? text : text.Substring(0, end)).TrimEnd();
        string coloured = verdict switch
        {
            DiagnosisVerdict.Confirmed or DiagnosisVerdict.OtherCause => ConsoleStyle.Error(title),
            DiagnosisVerdict.Unlikely => ConsoleStyle.Success(title),
            _ => ConsoleStyle.Warning(title),
        };
        return text.Remove(0, title.Length).Insert(0, coloured);
    }
}
