using NhiPortal.Domain.Findings;
using NhiPortal.Features.Owners;
using NhiPortal.Shell.Parts;

namespace NhiPortal.Features.Findings;

/// <summary>The words, tones and links that findings are shown with.</summary>
public static class FindingWords
{
    public static Tone Tone(this Severity severity) => severity switch
    {
        Severity.Critical or Severity.High => Shell.Parts.Tone.Bad,
        Severity.Medium => Shell.Parts.Tone.Warn,
        _ => Shell.Parts.Tone.Info,
    };

    public static string Words(this Fixer fixer) => fixer switch
    {
        Fixer.BusinessOwner => "Business owner",
        Fixer.IamOwner => "IAM owner",
        Fixer.SystemOwner => "System owner",
        Fixer.IamStaff => "IAM staff",
        _ => "Security operations",
    };

    /// <summary>Whoever is named, or else the role that is to put it right.</summary>
    public static string Responsible(this FindingRow row) => row.Assignee ?? row.FixerName ?? row.Fixer.Words();

    public static (string Words, Tone Tone) State(this FindingRow row, DateTimeOffset now) => row switch
    {
        { Status: FindingStatus.Closed } => ("Closed", Shell.Parts.Tone.Ok),
        { Status: FindingStatus.Excepted } => ("Excepted", Shell.Parts.Tone.Neutral),
        { ExceptionAsked: true } => ("Exception asked", Shell.Parts.Tone.Waiting),
        _ => row.DueAt <= now ? ("Overdue", Shell.Parts.Tone.Bad) : ("Open", Shell.Parts.Tone.Warn),
    };

    public static string Risk(int score) => score switch { >= 60 => "High", >= 30 => "Medium", _ => "Low" };

    public static Tone RiskTone(int score) => score switch { >= 60 => Shell.Parts.Tone.Bad, >= 30 => Shell.Parts.Tone.Warn, _ => Shell.Parts.Tone.Ok };

    /// <summary>Where the cause is taken away, and what is done there.</summary>
    public static (string Href, string Do) Way(this FindingRow row)
    {
        var thing = row.Integration is { } key ? $"/integrations/{Uri.EscapeDataString(key)}" : $"/targets/{Uri.EscapeDataString(row.Target ?? "")}";
        return FindingRules.Named(row.Rule)?.Remedy switch
        {
            Remedy.OwnerCell when row is { Role: { } role } && (role == Domain.Owners.OwnerRole.SystemOwner ? row.Target : row.Integration) is { } owned =>
                ($"/owners?cell={Uri.EscapeDataString(CellAddress.Of(role, owned))}{(row.Integration is null ? "" : $"&q={Uri.EscapeDataString(row.Integration)}")}", "Open the cell in the ownership matrix"),
            Remedy.Reach => ($"{thing}#reach", "See its paths and what uses them"),
            Remedy.Rotation when row.Credential is { } credential => ($"/credentials/{credential}#rotation", "Rotate it"),
            Remedy.Credentials when row.Credential is { } credential => ($"/credentials/{credential}", "Open the credential"),
            Remedy.Credentials or Remedy.Rotation => ($"{thing}#proof", "See its identities and credentials"),
            Remedy.Retirement => ($"{thing}#facts", "Open its passport to suspend or retire it"),
            Remedy.Vendor => ($"{thing}#facts", "See the vendor on its passport"),
            Remedy.Execution => ("/grants?state=unconfirmed", "See what the portal could not confirm"),
            Remedy.Reconciliation => ($"/reconciliation?target={Uri.EscapeDataString(row.Target ?? "")}", "Explain it, or take it away"),
            Remedy.Connector => ($"{thing}#administrators", "See how reading it goes"),
            Remedy.Stop => ("/stops?state=live", "See what is stopped and not confirmed"),
            Remedy.Log => ("/audit", "See how the log stands, and verify it"),
            Remedy.BreakGlass => ("/break-glass", "See what waits for review"),
            _ => (thing, "Open it"),
        };
    }
}
