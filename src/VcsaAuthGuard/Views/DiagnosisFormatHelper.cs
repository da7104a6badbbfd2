using System.Management.Automation;
using VcsaAuthGuard.Binding;
using VcsaAuthGuard.Diagnosis;

namespace VcsaAuthGuard.Views;

/// <summary>Formats values for the views of Diagnosis.Format.ps1xml; not meant to be called otherwise.</summary>
[System.ComponentModel.EditorBrowsable(System.ComponentModel.EditorBrowsableState.Never)]
public static class DiagnosisFormatHelper
{
    private const int Narrowest = 60;
    private const int Widest = 120;

    /// <summary>Returns a diagnosis as prose.</summary>
    /// <param name="diagnosis">A VcsaDiagnosis.</param>
    /// <param name="width">The terminal's width; 0 if there is none.</param>
    public static string Text(object? diagnosis, int width) => Text(diagnosis, width, isDetailed: false);

    /// <summary>Returns a diagnosis with all evidence, the reason of each remedy and what to collect.</summary>
    /// <param name="diagnosis">A VcsaDiagnosis.</param>
    /// <param name="width">The terminal's width; 0 if there is none.</param>
    public static string DetailedText(object? diagnosis, int width) => Text(diagnosis, width, isDetailed: true);

    private static string Text(object? diagnosis, int width, bool isDetailed) =>
        (diagnosis is PSObject wrapped ? wrapped.BaseObject : diagnosis) is VcsaDiagnosis value
            ? Colour(
                value.Verdict,
                string.Join(Environment.NewLine, DiagnosisText.Lines(value, Math.Min(Widest, Math.Max(Narrowest, width - 1)), isDetailed)))
                + Environment.NewLine
            : FormatHelper.Line(DiagnosisInput.TryRead(PSObject.AsPSObject(diagnosis ?? ""))?.Summary);

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
        return coloured + text.Substring(title.Length);
    }
}
