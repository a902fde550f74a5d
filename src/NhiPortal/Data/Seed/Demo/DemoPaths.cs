namespace NhiPortal.Data.Seed.Demo;

/// <summary>What each integration may ask for, where, and on which resources: the trust boundaries.</summary>
internal static class DemoPaths
{
    public static IReadOnlyList<(string Integration, string Target, string Pattern, string[] Actions)> Rows { get; } =
    [
        ("hr-sync", "corp-directory", "*", ["account.create_admin", "group.add_member"]),
        ("onboarding-agent", "corp-directory", "*", ["account.create"]),
        ("onboarding-agent", "corp-directory", "grp-*", ["group.add_member"]),
        ("onboarding-agent", "hr-system", "*", ["account.create"]),
        ("access-cleaner", "corp-directory", "*", ["group.remove_member", "account.disable"]),
        ("access-cleaner", "saas-crm", "*", ["role.revoke"]),
        ("incident-responder", "corp-directory", "*", ["account.disable", "credential.reset"]),
        ("incident-responder", "cloud-prod", "vm-*", ["session.elevate"]),
        ("release-captain", "git-host", "repo-*", ["role.grant", "role.revoke"]),
        ("release-captain", "cloud-prod", "deploy-*", ["credential.issue"]),
        ("cloud-cost-agent", "cloud-prod", "*", ["role.revoke", "quota.change"]),
        ("cloud-cost-agent", "cloud-staging", "*", ["role.revoke", "quota.change"]),
        ("claims-triage-agent", "claims-app", "claims-*", ["role.grant", "role.revoke"]),
        ("policy-quote-agent", "claims-app", "rating/*", ["secret.read"]),
        ("lab-notebook-agent", "lab-cluster", "*", ["quota.change"]),
        ("code-review-agent", "git-host", "repo-lab-*", ["role.grant"]),
        ("benefits-enrolment-agent", "hr-system", "*", ["role.grant"]),
        ("contract-reader", "saas-crm", "contracts/*", ["data.export"]),

        ("vendor-helpdesk", "corp-directory", "*", ["account.unlock", "credential.reset"]),
        ("vendor-helpdesk", "saas-crm", "*", ["credential.reset"]),
        ("copperline-chatops", "corp-directory", "*", ["account.unlock"]),
        ("copperline-asset-scan", "build-hosts", "host-*", ["session.elevate"]),
        ("quill-crm-sync", "saas-crm", "sales-*", ["role.grant", "role.revoke"]),
        ("quill-campaigns", "saas-crm", "campaigns/*", ["data.export"]),
        ("tidewall-restore", "orders-db", "orders/*", ["session.elevate", "secret.read"]),
        ("tidewall-restore", "cloud-prod", "backup-*", ["role.grant"]),
        ("tidewall-archive", "orders-db", "archive/*", ["data.export"]),
        ("meridia-payroll-run", "payroll-db", "payroll/*", ["secret.read", "data.export"]),
        ("meridia-tax-filing", "payroll-db", "tax/*", ["data.export"]),

        ("nightly-backup", "orders-db", "backup/*", ["secret.read", "data.export"]),
        ("cert-renewal", "cloud-prod", "cert/*", ["secret.rotate"]),
        ("cert-renewal", "git-host", "cert/*", ["secret.rotate"]),
        ("vpn-cert-issuer", "corp-directory", "device-*", ["credential.issue"]),
        ("dormant-account-sweep", "corp-directory", "*", ["account.disable", "account.delete"]),
        ("db-schema-migrator", "orders-db", "schema-*", ["role.grant", "role.revoke"]),
        ("repo-permission-sync", "git-host", "repo-*", ["role.grant", "role.revoke"]),
        ("staging-refresh", "staging-directory", "*", ["account.create", "account.delete"]),
        ("staging-refresh", "cloud-staging", "*", ["role.grant"]),
        ("staging-seeder", "staging-directory", "test-*", ["account.create", "account.create_admin"]),
        ("orphan-bot", "corp-directory", "list-*", ["group.add_member", "group.remove_member"]),
        ("claims-report-export", "claims-app", "reports/*", ["data.export"]),
        ("payroll-close", "payroll-db", "closing-*", ["role.grant", "role.revoke"]),
        ("runner-image-builder", "build-hosts", "image-*", ["credential.issue"]),
        ("runner-image-builder", "git-host", "image/*", ["secret.rotate"]),
        ("gpu-quota-bot", "lab-cluster", "gpu-*", ["quota.change"]),
        ("artifact-signer", "git-host", "signing/*", ["secret.read"]),

        ("legacy-ldap-sync", "corp-directory", "tel-*", ["group.add_member", "group.remove_member", "account.enable"]),
        ("badge-system-import", "corp-directory", "*", ["account.disable"]),
        ("mainframe-batch", "payroll-db", "batch-*", ["role.grant"]),
        ("ftp-partner-drop", "orders-db", "partner/*", ["data.export"]),
        ("old-ticket-bridge", "saas-crm", "tickets-*", ["role.grant"]),
    ];
}
