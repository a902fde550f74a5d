using System.Globalization;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Evidence;

namespace NhiPortal.Features.Evidence;

/// <summary>What the record says of a package: which part of the log, why, and which bytes.</summary>
internal static class EvidenceNotes
{
    public static AuditNote Of(EvidencePackage package, string kind, string sentence) => new(kind, sentence)
    {
        Tenant = package.TenantId ?? (package.Sees is [var only] ? only : (TenantId?)null),
        Facts = new Dictionary<string, string?>
        {
            ["package"] = package.Id.ToString(),
            ["from"] = Time(package.From),
            ["until"] = Time(package.Until),
            ["scope"] = package.Scope,
            ["framework"] = package.Framework,
            ["reason"] = package.Reason,
            ["checkpoint"] = package.TreeSize.ToString(CultureInfo.InvariantCulture),
            ["events"] = package.Sha256 is null ? null : package.Events.ToString(CultureInfo.InvariantCulture),
            ["sha256"] = package.Sha256,
        },
    };

    public static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
