using NhiPortal.Domain.Discovery;
using NhiPortal.Shell.Parts;

namespace NhiPortal.Features.Discovery;

/// <summary>What kinds and states of found accounts are called.</summary>
public static class DiscoveryWords
{
    public static string Words(this AccountKind kind) => kind switch
    {
        AccountKind.ServiceAccount => "Service account",
        AccountKind.Person => "Person",
        _ => "Not told",
    };

    public static string Words(this CandidateStatus status) => status == CandidateStatus.Adopted ? "In the register" : status.ToString();

    public static Tone Tone(this CandidateStatus status) => status switch
    {
        CandidateStatus.Open => Shell.Parts.Tone.Warn,
        CandidateStatus.Adopted => Shell.Parts.Tone.Ok,
        _ => Shell.Parts.Tone.Neutral,
    };

    /// <summary>Kinds of connectors as the settings write them, for people.</summary>
    public static string Source(string kind) => kind switch
    {
        "Csv" => "a CSV file",
        "Ldap" => "the directory",
        "Postgres" => "PostgreSQL",
        "SqlServer" => "SQL Server",
        "Graph" => "Entra ID",
        _ => kind,
    };
}
