using NhiPortal.Domain;
using NhiPortal.Domain.Credentials;
using NhiPortal.Domain.Integrations;
using static NhiPortal.Domain.Credentials.CredentialKind;

namespace NhiPortal.Data.Seed.Demo;

/// <summary>
/// What integrations prove themselves with. Days count back from now; a negative end lies in the past. Integrations that
/// have no line here hold one federated identity, renewed by its issuer.
/// </summary>
internal static class DemoCredentials
{
    private sealed record Row(string Integration, CredentialKind Kind, string Label, string KeptIn, int IssuedDaysAgo, int? RotatedDaysAgo, int EndsInDays);

    private static readonly Row[] Rows =
    [
        new("vendor-helpdesk", Certificate, "Client certificate of Copperline", "kv-prod/vendor-helpdesk-client-cert", 110, 25, 5),
        new("copperline-chatops", ClientSecret, "Chat bridge secret", "kv-prod/copperline-chatops-secret", 105, 20, 10),
        new("copperline-asset-scan", SshKey, "Scanner key", "kv-lab/copperline-asset-scan-ssh", 98, null, 60),
        new("quill-crm-sync", ClientSecret, "CRM application secret", "kv-prod/quill-crm-sync-secret", 112, 40, 20),
        new("quill-campaigns", ApiKey, "Campaign interface key", "kv-prod/quill-campaigns-key", 104, null, -4),
        new("tidewall-restore", Certificate, "Restore operator certificate", "kv-prod/tidewall-restore-cert", 113, 30, 45),
        new("meridia-payroll-run", Certificate, "Payroll operator certificate", "kv-alder/meridia-payroll-run-cert", 118, 28, 2),
        new("meridia-tax-filing", Password, "Filing portal password", "kv-alder/meridia-tax-filing-password", 112, null, 12),
        new("nightly-backup", ClientSecret, "Backup job secret", "kv-prod/nightly-backup-secret", 120, 35, 50),
        new("nightly-backup", SshKey, "Copy target key", "kv-prod/nightly-backup-ssh", 120, 60, 29),
        new("vpn-cert-issuer", Certificate, "Issuing authority certificate", "hsm/vpn-cert-issuer", 119, null, 240),
        new("dormant-account-sweep", ClientSecret, "Directory reader secret", "kv-prod/dormant-account-sweep-secret", 116, 70, 15),
        new("payroll-close", Password, "Closing job account", "kv-alder/payroll-close-password", 114, 50, 38),
        new("claims-report-export", ApiKey, "Reporting interface key", "kv-alder/claims-report-export-key", 115, 80, 7),
        new("repo-permission-sync", Token, "Repository access token", "kv-prod/repo-permission-sync-token", 100, 15, 60),
        new("orphan-bot", ClientSecret, "List maintenance secret", "kv-prod/orphan-bot-secret", 116, null, 9),
        new("legacy-ldap-sync", Password, "Bind account svc-ldapsync", "config file on app-legacy-02", 2600, null, 120),
        new("badge-system-import", Password, "Import account svc-badge", "config file on badge-01", 1500, 400, 200),
        new("mainframe-batch", Password, "Batch user BATCHP1", "mainframe vault/BATCHP1", 900, 85, 40),
        new("mainframe-batch", SshKey, "Transfer key", "mainframe vault/transfer", 900, null, 40),
        new("ftp-partner-drop", Password, "Partner account", "kv-prod/ftp-partner-drop-password", 700, null, -3),
        new("old-ticket-bridge", ApiKey, "Bridge key", "kv-prod/old-ticket-bridge-key", 800, null, -30),
    ];

    /// <summary>The rows and their events: entered with the integration, and each renewal since.</summary>
    public static void Announce(DemoWorld world, Actor by, Integration integration, DateTimeOffset at)
    {
        foreach (var row in Of(integration))
        {
            var issued = world.Now.AddDays(-row.IssuedDaysAgo);
            world.Credentials.Add(Credential.Create(integration, row.Kind, row.Label, row.KeptIn, issued, world.Now.AddDays(row.EndsInDays), Rotated(world, row), null, issued));
            world.Line.At(at, then => DemoRegister.Shape(world, by, then, integration, new AuditNote("credential.added", $"{by.Name} entered a credential of {integration.Key}: {row.Label}.")));
            if (Rotated(world, row) is { } rotated && rotated > at)
                world.Line.At(rotated, then => DemoRegister.Shape(world, world.As("oluwaseun"), then, integration, new AuditNote(
                    "credential.changed", $"{world.People["oluwaseun"].Name} recorded that a credential of {integration.Key} was renewed: {row.Label}.")));
        }
    }

    /// <summary>When each was last used: with the last call of its integration, if that came after it was renewed.</summary>
    public static void SeeUse(DemoWorld world)
    {
        foreach (var credential in world.Credentials)
            if (world.Events.FindLast(e => e.IntegrationId == credential.IntegrationId && e.Kind.StartsWith("access.", StringComparison.Ordinal))?.At is { } used
                && used > (credential.LastRotatedAt ?? credential.IssuedAt))
                credential.Seen(used);
    }

    private static DateTimeOffset? Rotated(DemoWorld world, Row row) => row.RotatedDaysAgo is { } days
        ? new DateTimeOffset(world.Now.UtcDateTime.Date.AddDays(-days).AddHours(9).AddMinutes(row.Label.Length), TimeSpan.Zero)
        : null;

    private static List<Row> Of(Integration integration)
    {
        var own = Rows.Where(row => row.Integration == integration.Key).ToList();
        return own.Count > 0 ? own : [new Row(integration.Key, FederatedToken, "Federated identity", "nothing kept: the issuer signs each token", 3, null, 27)];
    }
}
