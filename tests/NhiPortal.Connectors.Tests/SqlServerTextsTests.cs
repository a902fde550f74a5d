using Microsoft.SqlServer.TransactSql.ScriptDom;
using NhiPortal.Domain.Discovery;
using NhiPortal.Domain.Executions;

namespace NhiPortal.Connectors.Tests;

/// <summary>What would be sent to a SQL Server, judged by Microsoft's own parser: no server is needed for that.</summary>
public sealed class SqlServerTextsTests
{
    public static TheoryData<string> Hostile =>
    [
        "]; DROP LOGIN [sa]; --", "x' OR '1'='1", "a]]b]", "'", "]", "[", "/* */", "--", "\"quoted\"", "line\r\nGO\r\nbreak", "סוכן-גיבוי-𠮷", " leading", new string(']', 128), "$(variable)", "％'",
    ];

    [Theory]
    [MemberData(nameof(Hostile))]
    public void Statements_HostileNamesAndPasswords_AreOneStatementThatMeansExactlyThem(string text)
    {
        foreach (var (sql, identifiers, literals) in new (string, string[], string[])[]
        {
            (SqlServerTexts.Create(text, text), [text], [text]),
            (SqlServerTexts.SetPassword(text, text), [text], [text]),
            (SqlServerTexts.Switch(text, true), [text], []),
            (SqlServerTexts.Switch(text, false), [text], []),
            (SqlServerTexts.Drop(text), [text], []),
            (SqlServerTexts.CreateRole(text), [text], []),
            (SqlServerTexts.Member(text, text, true), [text, text], []),
            (SqlServerTexts.Member(text, text, false), [text, text], []),
            (SqlServerTexts.UserOf(text), [text], []),
        })
        {
            var read = Read(sql);
            Assert.Equal(1, read.Statements);
            Assert.Equal(identifiers.Length, read.Identifiers.Count(identifier => identifier == text));
            Assert.Equal(literals, read.Literals);
        }
    }

    [Fact]
    public void Queries_Parse() =>
        Assert.All([SqlServerTexts.MayRead, SqlServerTexts.Turn, SqlServerTexts.Logins, SqlServerTexts.State, SqlServerTexts.Role, SqlServerTexts.Pair, SqlServerTexts.Roles, SqlServerTexts.Databases], sql => Read(sql));

    [Theory]
    [InlineData("")]
    [InlineData("a\0b")]
    [InlineData(129)]
    public void Names_TheServerWouldCutOrRefuse_AreAFault(object name)
    {
        var text = name is int length ? new string('a', length) : (string)name;
        Assert.False(Assert.Throws<ConnectorFault>(() => SqlServerTexts.Drop(text)).Retryable);
        Assert.False(Assert.Throws<ConnectorFault>(() => SqlServerTexts.SetPassword("svc", text)).Retryable);
    }

    [Fact]
    public void Statements_PowerComesLastAndGoesFirst()
    {
        var member = new TargetState { Exists = true, Enabled = true, Member = true };
        var give = new TargetChange { Account = "adm", Exists = true, Enabled = true, Member = true };
        Assert.Collection(Of(give, null), sql => Assert.StartsWith("CREATE LOGIN [adm] ", sql, StringComparison.Ordinal), sql => Assert.Equal("ALTER SERVER ROLE [boss] ADD MEMBER [adm]", sql));
        Assert.Equal(["ALTER LOGIN [adm] ENABLE", "ALTER SERVER ROLE [boss] ADD MEMBER [adm]"], Of(give, new() { Exists = true }));
        Assert.Equal(["ALTER SERVER ROLE [boss] DROP MEMBER [adm]", "ALTER LOGIN [adm] DISABLE"], Of(give.GivenBack(TargetState.Nowhere)!, member));
        Assert.Empty(Of(give, member));
        Assert.Empty(Of(new() { Account = "adm", Enabled = true }, null));
        Assert.Equal(["DROP LOGIN [adm]"], Of(new() { Account = "adm", Exists = false }, member));
        Assert.Empty(Of(new() { Account = "adm", Exists = false }, null));
    }

    [Fact]
    public void Statements_OfALoginThatWasRenamed_SayItsNameOfToday() =>
        Assert.Equal(["ALTER LOGIN [today] DISABLE"], SqlServerChanges.Statements(new() { Account = "before", Id = "0x01", Enabled = false }, new(new() { Exists = true, Enabled = true }, "today", "S"), ""));

    [Fact]
    public void Names_TheServerTakesForOne_AreNotBelieved()
    {
        SqlServerChanges.Same("Svc ", "svc");
        Assert.False(Assert.Throws<ConnectorFault>(() => SqlServerChanges.Same("svc𠮷", "svc")).Retryable);
    }

    [Theory]
    [InlineData(new string[0], false)]
    [InlineData(new[] { "bulkadmin", "dbcreator", "VIEW SERVER STATE" }, false)]
    [InlineData(new[] { "sysadmin" }, true)]
    [InlineData(new[] { "dbcreator", "SecurityAdmin" }, true)]
    [InlineData(new[] { "CONTROL SERVER" }, true)]
    [InlineData(new[] { "team leads" }, true)]
    [InlineData(new[] { "Takes turns with svc when NhiPortal renews their secret." }, false)]
    public void Powers_AreToldFromTheRest(string[] held, bool administrator)
    {
        var account = SqlServerConnector.WithPowers(new FoundAccount { Id = "0x01", Name = "svc", CanDo = "" }, [.. held.Select(name => (name, true))], ["Team Leads"]);
        Assert.Equal(administrator, account.Administrator);
        Assert.Equal(administrator, account.Roles.Count == 1);
        Assert.NotEmpty(account.CanDo);
        Assert.DoesNotContain("Takes turns", account.CanDo, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sqlserver://db.example.org", null, true)]
    [InlineData("sqlserver://db.example.org:1444/", null, true)]
    [InlineData("sqlserver://db.example.org/payroll", null, false)]
    [InlineData("sqlserver://sa:secret@db.example.org", null, false)]
    [InlineData("Server=db.example.org", null, false)]
    [InlineData("sqlserver://db.example.org", "/etc/ssl/own.pem", false)]
    public void Settings_ThatCannotWork_AreNamed(string address, string? authority, bool good) =>
        Assert.Equal(good, !ConnectorRegistration.Of("SqlServer")!.Check(new() { Kind = "SqlServer", Address = address, AuthorityFile = authority, User = "portal", Secret = "x" }).Any());

    private static List<string> Of(TargetChange change, TargetState? state) => [.. SqlServerChanges.Statements(change, state is null ? null : new(state, change.Account, "S"), "boss")];

    private static Reading Read(string sql)
    {
        var script = new TSql170Parser(true).Parse(new StringReader(sql), out var errors);
        Assert.True(errors.Count == 0, $"{string.Join("; ", errors.Select(error => $"{error.Line}: {error.Message}"))}\n{sql}");
        var read = new Reading();
        script.Accept(read);
        read.Statements = ((TSqlScript)script).Batches.Sum(batch => batch.Statements.Count);
        return read;
    }

    private sealed class Reading : TSqlFragmentVisitor
    {
        public int Statements { get; set; }
        public List<string> Identifiers { get; } = [];
        public List<string> Literals { get; } = [];

        public override void Visit(Identifier node) => Identifiers.Add(node.Value);

        public override void Visit(StringLiteral node) => Literals.Add(node.Value);
    }
}
