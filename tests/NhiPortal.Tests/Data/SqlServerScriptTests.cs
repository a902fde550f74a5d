using System.Text;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.SqlServer.Dac.Model;
using Microsoft.SqlServer.TransactSql.ScriptDom;
using NhiPortal.Data;

namespace NhiPortal.Tests.Data;

/// <summary>What a SQL Server would be sent, checked without one: the migration script parses and builds a valid model.</summary>
public sealed partial class SqlServerScriptTests
{
    [Fact]
    public void MigrationScript_Parses()
    {
        using var db = new SqlServerDesign().CreateDbContext([]);
        var script = db.GetService<IMigrator>().GenerateScript(options: MigrationsSqlGenerationOptions.Idempotent);
        Parses(script);
        // What stands inside EXEC(N'…') is only text to the outer parse.
        var inner = Executed().Matches(script).Select(match => match.Groups[1].Value.Replace("''", "'", StringComparison.Ordinal)).ToList();
        Assert.All(inner, Parses);
        Assert.All(LogGuards.SqlServer, Parses);
    }

    [Fact]
    public void GuardsOfKeptTables_Parse_OnePerTable()
    {
        using var db = new SqlServerDesign().CreateDbContext([]);
        var guards = KeptRecords.Guards(db).ToList();
        Assert.Equal(4, guards.Count);
        Assert.All(guards, guard =>
        {
            Parses(guard);
            Parses(Executed().Match(guard).Groups[1].Value.Replace("''", "'", StringComparison.Ordinal));
        });
    }

    [Fact]
    public void MigrationScript_BuildsAValidModel()
    {
        using var db = new SqlServerDesign().CreateDbContext([]);
        using var model = new TSqlModel(SqlServerVersion.Sql160, new TSqlModelOptions());
        foreach (var batch in db.Database.GenerateCreateScript().Split("\nGO", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            if (batch.StartsWith("CREATE", StringComparison.Ordinal))
                model.AddObjects(batch);
        foreach (var guard in LogGuards.SqlServer)
            model.AddObjects(guard.Replace("CREATE OR ALTER", "CREATE", StringComparison.Ordinal));
        var errors = model.Validate().Where(message => message.MessageType == Microsoft.SqlServer.Dac.DacMessageType.Error).Select(message => message.ToString()).ToList();
        Assert.Empty(errors);
        Assert.True(model.GetObjects(DacQueryScopes.UserDefined, ModelSchema.Table).Count() >= 20);
    }

    internal static void Parses(string sql)
    {
        new TSql170Parser(true).Parse(new StringReader(sql), out var errors);
        Assert.True(errors.Count == 0, new StringBuilder().AppendJoin('\n', errors.Select(error => $"{error.Line}: {error.Message}")).Append('\n').Append(sql.AsSpan(0, Math.Min(sql.Length, 2000))).ToString());
    }

    [GeneratedRegex(@"EXEC\(N'((?:[^']|'')*)'\)")]
    private static partial Regex Executed();
}
