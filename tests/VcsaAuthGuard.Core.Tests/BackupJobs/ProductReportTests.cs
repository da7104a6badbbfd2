using VcsaAuthGuard.BackupJobs;
using VcsaAuthGuard.Fixtures;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Tests.BackupJobs;

/// <summary>
/// Reads the reports of tests/fixtures/job-reports, one of each product, whose README names the public source of each form, as the
/// diagnosis and as windows read them. More reports are in <see cref="FieldCaseTests"/>.
/// </summary>
public class ProductReportTests
{
    private const string Failed = "Nightly|vm1|2026-02-11 02:00:00|00:30:00|Failed|";
    private const string Expected = Failed + "lost";

    [Theory]
    [InlineData("aws-list-backup-jobs.json", Expected, "1 of 2 rows")]
    [InlineData("azure-backup-job-list.json", "|vm1|2026-02-11 02:00:00|00:30:00|Failed|lost", "1 of 2 rows")]
    [InlineData("bareos-list-jobs.json", Failed, "1 of 2 rows")]
    [InlineData("bareos-list-jobs.txt", Failed, "1 of 2 rows")]
    [InlineData("cohesity-activities.tsv", Expected, "1 of 2 rows")]
    [InlineData("cohesity-rest-runs.json", Expected + "\nNightly|vm2|2026-02-11 02:00:00|00:30:00|Succeeded|", null)]
    [InlineData("commvault-rest-jobs.json", Expected, "1 of 2 rows")]
    [InlineData("nakivo-api.json", "Nightly||2026-02-11 02:00:00|00:30:00|Failed|", "1 of 2 rows")]
    [InlineData("netbackup-all-columns.txt", Failed, "1 of 2 rows")]
    [InlineData("netbackup-header.csv", Failed, "1 of 2 rows")]
    [InlineData("nutanix-dr-snapshots.json", "Nightly||2026-02-11 02:00:00||Succeeded|", null)]
    [InlineData(
        "proxmox-backup-tasks.json",
        "|store:vm/101|2026-02-11 02:00:00|00:30:00|Failed|backup failed: connection error\n"
            + "|store:vm/102|2026-02-11 02:00:00|00:30:00|Succeeded|",
        "1 of 3 rows")]
    [InlineData("rubrik-cdm.csv", Failed, "4 of 5 rows")]
    [InlineData("rubrik-security-cloud.csv", "Nightly|vm1|2026-02-11 02:00:00||Failed|", "durations are numbers without a unit")]
    [InlineData("veeam-availability-console.json", "Nightly||2026-02-11 02:00:00|00:30:00|Failed|", null)]
    [InlineData("veeam-enterprise-manager.xml", Expected, null)]
    [InlineData("veeam-nutanix-ahv.csv", Failed, null)]
    [InlineData("veeam-rest-sessions.json", "Nightly||2026-02-11 02:00:00|00:30:00|Failed|lost", "1 of 2 rows")]
    [InlineData(
        "veeam-session-report.html",
        "Nightly||2026-02-11 02:00:00|00:30:00|Failed|lost\n"
            + "Nightly||2026-02-13 02:00:00|00:30:00|Succeeded|",
        null)]
    [InlineData("veeam-vm-report.html", Failed, "1 of 2 rows")]
    public void A_report_is_read_with_the_columns_and_words_of_its_product(string file, string runs, string? note)
    {
        HashSet<string> notes = [];
        string text = File.ReadAllText(Path.Combine(Repository.Root, "tests", "fixtures", "job-reports", file));
        string[] read = ReportFormatTests.Read(text, problem =>
        {
            Assert.Equal(InputProblemKind.Ignored, problem.Kind);
            notes.Add(problem.Message);
        });
        Assert.Equal(runs.Split('\n'), read);
        Assert.Equal(note is null ? 0 : 1, notes.Count);
        Assert.All(notes, message => Assert.Contains(note!, message, StringComparison.Ordinal));
    }

    /// <summary>
    /// The mail has the job in a heading, the day in the culture of the server, times of day, and the days of an end after midnight in
    /// brackets.
    /// </summary>
    [Theory]
    [InlineData("Wednesday, February 11, 2026 11:50:00 PM", "11:52:00 PM", "12:10:00 AM (+1)", "11 23:52:00|00:18:00")]
    [InlineData("Mittwoch, 11. Februar 2026 23:50:00", "23:52:00", "00:10:00 (+1)", "11 23:52:00|00:18:00")]
    [InlineData("mercredi 11 février 2026 23:50:00", "00:05:00", "00:10:00", "12 00:05:00|00:05:00")]
    [InlineData("miércoles, 11 de febrero de 2026 23:50:00", "23:52:00", "23:53:00", "11 23:52:00|00:01:00")]
    public void A_mail_of_Veeam_is_read(string session, string start, string end, string times)
    {
        string mail = File.ReadAllText(Path.Combine(Repository.Root, "tests", "fixtures", "job-reports", "veeam-mail.html"))
            .Replace("SESSION", session, StringComparison.Ordinal)
            .Replace("START", start, StringComparison.Ordinal)
            .Replace("END", end, StringComparison.Ordinal);
        Assert.Equal(
            $"Nightly|vm1|2026-02-{times}|Failed|Failed to refresh vCenter Error: lost",
            Assert.Single(ReportFormatTests.Read(mail))
        );
    }

    /// <summary>No public report of Veeam in these languages was found; the headers are translations.</summary>
    [Theory]
    [InlineData(
        "Auftragsname;VM Name;Ergebnis;Startzeit;Endzeit;Meldung\n"
            + "Nightly;vm1;Fehler;11.02.2026 02:00:00;11.02.2026 02:30:00;lost")]
    [InlineData(
        "Nom de la tâche;VM;Statut;Heure de début;Heure de fin;Détails\n"
            + "Nightly;vm1;Échec;11/02/2026 02:00:00;11/02/2026 02:30:00;lost\n"
            + "Nightly;vm1;Annulé;13/02/2026 02:00:00;13/02/2026 02:30:00;")]
    [InlineData(
        "Nombre del trabajo;VM;Estado;Hora de inicio;Hora de finalización;Detalles\n"
            + "Nightly;vm1;Fallo;11/02/2026 2:00:00;11/02/2026 2:30:00;lost\n"
            + "Nightly;vm1;Correcto;13/02/2026 2:00:00;13/02/2026 2:30:00;")]
    public void Headers_in_German_French_and_Spanish_are_read(string text) => Assert.Equal(Expected, ReportFormatTests.Read(text)[0]);

    [Theory]
    [InlineData("ReportColumns.csv")]
    [InlineData("ReportStatusWords.csv")]
    public void Every_name_and_word_has_a_source(string table) => Assert.All(ReportData.Read(table), row => Assert.NotNull(row["Source"]));
}
