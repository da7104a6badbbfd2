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
            ? string.Join(Environment.NewLine, DiagnosisText.Lines(value, Math.Min(Widest, Math.Max(Narrowest, width - 1)), isDetailed))
                + Environment.NewLine
            : FormatHelper.Line(DiagnosisInput.TryRead(PSObject.AsPSObject(diagnosis ?? ""))?.Summary);
}
