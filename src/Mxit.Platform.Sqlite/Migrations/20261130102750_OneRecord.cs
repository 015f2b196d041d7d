using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Mxit.Platform.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class OneRecord : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // How far the dispatcher is stands in the newest range alone from here on. It may have gone further than the ranges made for a
            // version before them, over messages that nobody got.
            migrationBuilder.Sql("""
                INSERT INTO "DispatchRanges" ("Lane", "FirstPosition", "LastPosition", "FirstCursor", "LastCursor")
                SELECT d."Lane", 1, d."Position", 1, (SELECT c."LastCursor" FROM "DispatchCursor" AS c)
                FROM "DispatchPositions" AS d
                WHERE d."Position" > 0 AND NOT EXISTS (SELECT 1 FROM "DispatchRanges" AS r WHERE r."Lane" = d."Lane");

                UPDATE "DispatchRanges" SET
                    "LastPosition" = (SELECT d."Position" FROM "DispatchPositions" AS d WHERE d."Lane" = "DispatchRanges"."Lane"),
                    "LastCursor" = (SELECT c."LastCursor" FROM "DispatchCursor" AS c)
                WHERE EXISTS (SELECT 1 FROM "DispatchPositions" AS d WHERE d."Lane" = "DispatchRanges"."Lane")
                    AND "FirstPosition" = (SELECT MAX(r."FirstPosition") FROM "DispatchRanges" AS r WHERE r."Lane" = "DispatchRanges"."Lane");
                """);

            migrationBuilder.DropTable(
                name: "DispatchCursor");

            migrationBuilder.DropTable(
                name: "DispatchPositions");

            RebuildMessages(migrationBuilder, "PRIMARY KEY");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            RebuildMessages(migrationBuilder, "PRIMARY KEY AUTOINCREMENT");

            migrationBuilder.CreateTable(
                name: "DispatchCursor",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false),
                    LastCursor = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_DispatchCursor", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "DispatchPositions",
                columns: table => new
                {
                    Lane = table.Column<int>(type: "INTEGER", nullable: false),
                    Position = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_DispatchPositions", x => x.Lane);
                });

            migrationBuilder.InsertData(
                table: "DispatchCursor",
                columns: new[] { "Id", "LastCursor" },
                values: new object[] { 1, 0L });

            migrationBuilder.Sql("""
                INSERT INTO "DispatchPositions" ("Lane", "Position")
                SELECT "Lane", MAX("LastPosition") FROM "DispatchRanges" GROUP BY "Lane";

                UPDATE "DispatchCursor" SET "LastCursor" = (SELECT COALESCE(MAX("LastCursor"), 0) FROM "DispatchRanges");
                """);
        }

        // By hand, as with the inboxes: what is generated is several transactions, and a process that dies between two of them would
        // leave a database that neither version can use. Nothing refers to this table.
        private static void RebuildMessages(MigrationBuilder migrationBuilder, string primaryKey) =>
            migrationBuilder.Sql($"""
                CREATE TABLE "MessagesAnew" (
                    "Position" INTEGER NOT NULL CONSTRAINT "PK_Messages" {primaryKey},
                    "AcceptedUtc" TEXT NOT NULL,
                    "Body" TEXT NOT NULL,
                    "ContainsMarkup" INTEGER NOT NULL,
                    "ExpiresUtc" TEXT NOT NULL,
                    "Id" TEXT NOT NULL,
                    "Lane" INTEGER NOT NULL,
                    "Links" TEXT NULL,
                    "Recipients" TEXT NOT NULL,
                    "SenderId" TEXT NOT NULL,
                    "SenderIsApp" INTEGER NOT NULL,
                    "Spool" INTEGER NOT NULL
                );

                INSERT INTO "MessagesAnew"
                    ("Position", "AcceptedUtc", "Body", "ContainsMarkup", "ExpiresUtc", "Id", "Lane", "Links", "Recipients", "SenderId", "SenderIsApp", "Spool")
                SELECT "Position", "AcceptedUtc", "Body", "ContainsMarkup", "ExpiresUtc", "Id", "Lane", "Links", "Recipients", "SenderId", "SenderIsApp", "Spool"
                FROM "Messages" ORDER BY "Position";

                DROP TABLE "Messages";

                ALTER TABLE "MessagesAnew" RENAME TO "Messages";

                CREATE UNIQUE INDEX "IX_Messages_Id" ON "Messages" ("Id");
                """);
    }
}
